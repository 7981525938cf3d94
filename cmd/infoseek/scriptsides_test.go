package main

import (
	"infoseek/dataset"

	"github.com/rogpeppe/go-internal/testscript"
)

// sides RUN demands that both sides of a split run have questions and share no page and no title, by the records alone.
func sides(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 1)
	on := func(name string) map[string]bool {
		found := map[string]bool{}
		for q, err := range dataset.ReadQuestions(ts.MkAbs(args[0] + "/" + name)) {
			ts.Check(err)
			found["answer "+q.Value.Answer] = true
			for _, v := range q.Value.Tree.Vertices {
				if v.Page != nil {
					found["page "+*v.Page], found["title "+*v.Entity] = true, true
				}
			}
			for _, e := range q.Value.Tree.Edges {
				found["page "+e.Evidence.Page] = true
			}
		}
		if len(found) == 0 {
			ts.Fatalf("%s has no questions", name)
		}
		return found
	}
	train := on(trainName)
	for what := range on(testName) {
		if train[what] {
			ts.Fatalf("%s is on both sides", what)
		}
	}
}
