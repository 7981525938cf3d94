# Runs BrowseComp-Plus's evaluate_run.py with a judge that calls right what says "right": browsecomp.py SCRIPT RUN TRUTH QRELS OUT.
import runpy
import sys
import types


class Output:
    def __init__(self, text):
        self.outputs = [types.SimpleNamespace(text=text)]


class LLM:
    def __init__(self, **_):
        pass

    def chat(self, messages, *_, **__):
        return [Output(judge(m[0]["content"])) for m in messages]


def judge(prompt):
    said = prompt.split("[response]: ")[1].split("[correct_answer]: ")[0]
    correct = "yes" if "Exact Answer: right" in said else "no"
    confidence = said.split("Confidence: ")[1].split("%")[0]
    return f"extracted_final_answer: it\nreasoning: so\ncorrect: {correct}\nconfidence: {confidence}%"


vllm = types.ModuleType("vllm")
vllm.LLM, vllm.SamplingParams = LLM, lambda **_: None
sys.modules["vllm"] = vllm
script, run, truth, qrels, out = sys.argv[1:]
sys.argv = [script, "--input_dir", run, "--ground_truth", truth, "--qrel_evidence", qrels, "--eval_dir", out]
runpy.run_path(script, run_name="__main__")
