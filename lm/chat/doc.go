// Package chat turns a conversation into the text that a model was taught to continue, by the model's own chat template: Jinja as transformers runs it (transformers/utils/chat_template_utils.py). A template comes with the weights and is foreign input: it sees the
// conversation alone, and can read no file.
package chat
