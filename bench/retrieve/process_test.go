package main

import (
	"testing"
	"time"
)

func TestReadProcess(t *testing.T) {
	p, err := readProcess([]byte("7 (a (b) c) S 3 7 7 0 -1 4194560 1 2 3 4 150 50 20 5 20 0 1 0 100 1000 30 0 0"))
	if err != nil || p.parent != 3 || p.used != 2250*time.Millisecond || p.memory%30 != 0 || p.memory == 0 {
		t.Errorf("%+v, %v", p, err)
	}
	for _, bad := range []string{"7 (a) S 3", "7 (a) S x 7 7 0 -1 4194560 1 2 3 4 150 50 20 5 20 0 1 0 100 1000 30 0 0"} {
		if _, err := readProcess([]byte(bad)); err == nil {
			t.Errorf("%q read", bad)
		}
	}
}

func TestDescends(t *testing.T) {
	all := map[int]process{1: {}, 5: {parent: 1}, 6: {parent: 5}, 7: {parent: 1}, 8: {parent: 9}, 9: {parent: 8}}
	for id, want := range map[int]bool{5: true, 6: true, 1: false, 7: false, 8: false} {
		if descends(all, id, 5) != want {
			t.Errorf("%d: %v", id, !want)
		}
	}
}
