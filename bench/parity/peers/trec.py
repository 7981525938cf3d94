# Measures a TREC run by pytrec-eval-terrier: trec.py RUN QRELS prints a line a query: query, recall at 5 and 20, nDCG at 10, reciprocal rank.
import sys

import pytrec_eval

with open(sys.argv[1]) as f:
    run = pytrec_eval.parse_run(f)
with open(sys.argv[2]) as f:
    qrels = pytrec_eval.parse_qrel(f)
measures = {"recall.5,20", "ndcg_cut.10", "recip_rank"}
for query, m in pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(run).items():
    print(query, m["recall_5"], m["recall_20"], m["ndcg_cut_10"], m["recip_rank"])
