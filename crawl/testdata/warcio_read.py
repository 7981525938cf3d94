# Prints type, address and, of answers, status and length of the body of each record that warcio reads, and fails where a digest doesn't fit.
import sys
from warcio.archiveiterator import ArchiveIterator

with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, check_digests="raise"):
        body = record.content_stream().read()
        status = record.http_headers.get_statuscode() if record.rec_type == "response" else "-"
        print(record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "-", status, len(body))
