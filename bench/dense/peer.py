"""peer.py DIMS ROWS QUERIES K SECONDS BATCH...: faiss's IndexFlatIP over f32 rows of a file, with one thread. Prints a line of JSON: of each batch size the queries per CPU second, and the K best rows of every query."""

import json
import sys
import time

import faiss
import numpy

dims, rows, queries, k, seconds = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
faiss.omp_set_num_threads(1)
index = faiss.IndexFlatIP(dims)
index.add(numpy.fromfile(rows, dtype="<f4").reshape(-1, dims))
asked = numpy.fromfile(queries, dtype="<f4").reshape(-1, dims)


def measure(batch, seconds):
    begin, done, ended = time.process_time(), 0, time.time() + 20 * seconds
    while time.process_time() - begin < seconds and time.time() < ended:
        at = done % len(asked)
        index.search(asked[at : at + batch], k)
        done += len(asked[at : at + batch])
    return done / (time.process_time() - begin)


rates = {}
for batch in map(int, sys.argv[6:]):
    measure(batch, seconds / 10)
    rates[batch] = measure(batch, seconds)
print(json.dumps({"version": faiss.__version__, "rates": rates, "best": index.search(asked, k)[1].tolist()}))
