package agents

import (
	"encoding/json"
	"slices"

	"infoseek/synth"
)

// planAnswer is what the planner's model says.
type planAnswer struct {
	Step planStep `json:"step"`
}

type planStep struct {
	Action  string `json:"action"`
	Vertex  int    `json:"vertex"`
	Numbers []int  `json:"numbers"`
}

// decision is the answer as the loop understands it. An action that has no name is none; a number named twice, which no grammar keeps a model from, is named once.
func (a planAnswer) decision() synth.Decision {
	d := synth.Decision{Action: synth.Action(slices.Index(synth.ActionNames, a.Step.Action) + 1), Vertex: a.Step.Vertex}
	for _, n := range a.Step.Numbers {
		if !slices.Contains(d.Numbers, n) {
			d.Numbers = append(d.Numbers, n)
		}
	}
	return d
}

type object = map[string]any

// planForm is the schema of one form of step. Its fields stand in the order in which a model that is held to the schema decides them.
type planForm struct {
	Type       string   `json:"type"`
	Properties any      `json:"properties"`
	Required   []string `json:"required"`
	Additional bool     `json:"additionalProperties"`
}

func form(properties any, required ...string) planForm {
	return planForm{"object", properties, required, false}
}

// choiceForm are the properties of a step that names choices.
type choiceForm struct {
	Action  object `json:"action"`
	Vertex  object `json:"vertex"`
	Numbers object `json:"numbers"`
}

// planSchema is the JSON schema of the answers that name what exists: one form for each action and vertex, with the numbers that go with them.
func planSchema(s *synth.Scene, most int) (json.RawMessage, error) {
	var forms []planForm
	action := func(a synth.Action) object { return object{"type": "string", "enum": []string{a.String()}} }
	for i := 0; i < len(s.Choices); {
		first := s.Choices[i]
		var numbers []int
		for ; i < len(s.Choices) && s.Choices[i].Action == first.Action && s.Choices[i].Vertex == first.Vertex; i++ {
			numbers = append(numbers, i+1)
		}
		forms = append(forms, form(choiceForm{
			Action:  action(first.Action),
			Vertex:  object{"type": "integer", "enum": []int{first.Vertex}},
			Numbers: object{"type": "array", "items": object{"type": "integer", "enum": numbers}, "minItems": 1, "maxItems": min(most, len(numbers))},
		}, "action", "vertex", "numbers"))
	}
	if s.Done {
		forms = append(forms, form(object{"action": action(synth.Done)}, "action"))
	}
	if s.Quit {
		forms = append(forms, form(object{"action": action(synth.Quit)}, "action"))
	}
	return json.Marshal(form(object{"step": object{"anyOf": forms}}, "step"))
}
