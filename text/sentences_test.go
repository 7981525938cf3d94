package text

import (
	"strings"
	"testing"
)

// In each case | stands where a sentence ends.
func TestSentences(t *testing.T) {
	for _, want := range []string{
		"One. |Two! |Three? |Four",
		"Dr. Smith met Mr. Jones at St. Mary's. |They left.",
		"J. R. R. Tolkien wrote it. |It sold well.",
		"He lived in the U.S. from 1990. |In the U.S. Congress he spoke.",
		"He moved to the U.S. |The move was hard.",
		"It was founded in 44 B.C. |Later it fell.",
		"See Smith et al. for more, cf. Jones, e.g. Brown. |Next.",
		"The height is 3.14 m. |The width is not known.",
		"\"Go home.\" |She went. |(He stayed.) |They slept.",
		"He said \"Who is it?\" and left. |Nobody came.",
		"Born c. 1850 in No. 5 High St. near the sea. |No. |He said no. |Then he died.",
		"First line\n|Second line without stop\n\n|Third.",
		"Wait... |What is it… |Nothing.",
		"World War I. |The war ended.",
		"It was King George V. |He died.",
		"1. Item one. |Then more.",
		"They were these: 1. Princess Anne. |2. Prince Charles.",
		"It ended in 1850. |Then in 12. |Three more.",
		"He was born on 5 Jan. 1900 in Leeds. |He sang.",
		"Acme Inc. |The firm grew. |Acme Inc. Holdings did not.",
		"A sentence with a reference.[12] |Another one.",
		"これは文です。|次の文です。",
		"It belongs to E. coli and such. |Good.",
		"Signed by Gen. Lee and Lt. Col. Grant. |Both wept.",
		"She holds a Ph.D. from Yale. |Yale is old.",
	} {
		s := strings.ReplaceAll(want, "|", "")
		var b strings.Builder
		last := 0
		for i, p := range Sentences(nil, s) {
			if i > 0 {
				b.WriteString(s[last:p.Start] + "|")
			}
			b.WriteString(s[p.Start:p.End])
			last = p.End
		}
		if b.String() != want {
			t.Errorf("\n got %q\nwant %q", b.String(), want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("Dr. No. 5… \xff? \"Yes.\" \n\n No。ja")
	f.Fuzz(func(t *testing.T, s string) { checkSpans(t, s, Sentences(nil, s)) })
}
