"""Loads a Parquet export with Hugging Face datasets, prints its rows as JSON lines and, on stderr, what the card's front matter says."""
import json
import sys

from datasets import load_dataset, load_dataset_builder

directory, cache = sys.argv[1:]
builder = load_dataset_builder(directory, cache_dir=cache)
print(sorted(builder.builder_configs), file=sys.stderr)
for row in load_dataset(directory, split="train", cache_dir=cache):
    print(json.dumps(row))
