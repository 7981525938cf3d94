package main

import (
	"slices"
	"testing"

	"infoseek"
)

// TestMeet: what leaves fewer than the floor is no clue, the others hold together.
func TestMeet(t *testing.T) {
	k := clues{floor: 2}
	for _, set := range [][]infoseek.PageNum{{7}, {1, 2, 3}, {2, 3, 4}, {9}, {3, 4}} {
		if err := k.meet(set, nil); err != nil {
			t.Fatal(err)
		}
	}
	if want := []infoseek.PageNum{3}; !slices.Equal(k.left, want) {
		t.Errorf("left %v, want %v", k.left, want)
	}
}
