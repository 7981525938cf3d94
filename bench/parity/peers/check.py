"""check.py EXPORTS ROWS: reads the exports of every run in the folder EXPORTS with the programs they are for, and writes a line of JSON for each comparison to the file ROWS.

A run is a folder with trajectories.jsonl, from which the exports chat.jsonl, tags.jsonl, verl, trl and hf were made. What goes wrong is told on stderr.
"""

import importlib
import os
import pathlib
import sys
import tempfile
import traceback

import source


def main(exports):
    for peer in ["datasets", "trl", "verl", "trl_training", "verl_training"]:
        try:
            module = importlib.import_module("check_" + peer)
        except ImportError as err:
            source.report(what=peer + " reads the exports", unit="", skipped=str(err))
            continue
        for run in sorted(p for p in pathlib.Path(exports).iterdir() if p.is_dir()):
            try:
                module.check(run, os.path.join(os.environ["HF_HOME"], run.name))  # datasets takes folders of one name for one data set
            except Exception as err:
                traceback.print_exc()
                source.report(what=f"{peer} reads the exports of {run.name}: {type(err).__name__}", ours=1, theirs=0, unit="")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as cache, open(sys.argv[2], "w") as rows:
        source.rows = rows
        os.environ.update(HF_HOME=cache, HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_DATASETS_DISABLE_PROGRESS_BARS="1", CUDA_VISIBLE_DEVICES="")
        main(sys.argv[1])
