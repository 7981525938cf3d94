package synth

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"

	"infoseek"
)

// advised is the embedded Browser that asks a model, before it offers what a page has, what to leave out. No two of its requests are equal.
type advised struct {
	Browser
	model infoseek.Model
	item  int
	asked int
	read  map[infoseek.PageNum][]Offer // a page offers the same each time
}

func (b *advised) Browse(ctx context.Context, n infoseek.PageNum) ([]Offer, error) {
	if left, ok := b.read[n]; ok {
		return left, nil
	}
	all, err := b.Browser.Browse(ctx, n)
	if err != nil {
		return nil, err
	}
	b.asked++
	request := fmt.Sprintf("item %d, request %d: page %d has %d offers", b.item, b.asked, n, len(all))
	resp, err := b.model.Generate(ctx, asking(request))
	if err != nil {
		return nil, err
	}
	skip, err := strconv.Atoi(resp.Text)
	if err != nil {
		return nil, err
	}
	var left []Offer
	for i, o := range all {
		if i%23 != skip {
			left = append(left, o)
		}
	}
	b.read[n] = left
	return left, nil
}

func asking(request string) infoseek.Request {
	return infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: request}}}
}

// advice is a good model's answer: a function of the request alone.
func advice(request string) string {
	h := fnv.New32()
	h.Write([]byte(request))
	return strconv.Itoa(int(h.Sum32() % 23))
}

// oracle is a model whose answer is a function of what it is asked.
type oracle func(ctx context.Context, request string) (string, error)

func (o oracle) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "oracle"} }
func (o oracle) Tokenizer() infoseek.Tokenizer { return nil }

func (o oracle) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	text, err := o(ctx, r.Messages[0].Content)
	return infoseek.Response{Text: text, Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 10, Completion: 1}}, err
}

// ask makes the job's agents ask m.
func (j Job) ask(m infoseek.Model) Job {
	j.Models = func(role string) infoseek.Model { return m }
	j.Crew = func(i Item) (Crew, error) {
		return Crew{Browser: &advised{Browser: i.Browser, model: i.Model("browser"), item: i.Number, read: map[infoseek.PageNum][]Offer{}}}, nil
	}
	return j
}
