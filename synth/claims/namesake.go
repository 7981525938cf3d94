package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// Relatives of a person bear the same surname, and a text may call each of them by it alone.

// namesakeShare is how many mentions by the bare surname there may be to one of a namesake's full name before the surname is taken to mean the topic.
const namesakeShare = 8

// namesakes finds in the text where others bear the topic's surname, and takes the bare surname from the topic's names where they are many.
func (r *reading) namesakes() {
	words := strings.Fields(Base(r.page.Title))
	if !r.topic.person || len(words) < 2 {
		return
	}
	r.surname = text.Norm(words[len(words)-1])
	own := map[string]bool{}
	for _, form := range r.topic.forms {
		for _, w := range form {
			own[w] = true
		}
	}
	surname := words[len(words)-1]
	bare := 0
	for from := 0; ; {
		at := strings.Index(r.text[from:], surname)
		if at < 0 {
			break
		}
		at += from
		from = at + len(surname)
		switch first := firstName(r.text[:at]); {
		case first == "":
			bare++
		case !own[text.Norm(first)]:
			r.others = append(r.others, at)
		}
	}
	if len(r.others) > 1 && len(r.others)*namesakeShare > bare {
		r.topic.withoutSurname(r.surname)
	}
}

// firstName is the capitalised word that ends before, right before a surname, if it can be a first name: none that opens a sentence, no office and no place's.
func firstName(before string) string {
	rest, ok := strings.CutSuffix(before, " ")
	if !ok {
		return ""
	}
	word := rest[strings.LastIndexAny(rest, " \n(“\"")+1:]
	c, _ := utf8.DecodeRuneInString(word)
	low := strings.ToLower(word)
	if len(word) < 3 || !unicode.IsUpper(c) || strings.Trim(low, "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïñòóôõöøùúûüýß") != "" || offices[low] || naming[low] || titles[low] || Nationality(low) && len(low) > 6 {
		return ""
	}
	if lead := strings.TrimRight(rest[:len(rest)-len(word)], ` "“(`); lead == "" || strings.ContainsAny(lead[len(lead)-1:], ".!?:;\n") {
		return "" // "When Weber"
	}
	return word
}

// titles are what may stand before the topic's own surname.
var titles = text.WordSet("mr mrs ms miss dr sir dame lord lady saint young old mount fort port camp father brother sister the and but when after before while with for from the van von first second private sergeant reverend pastor comrade chairman field air")

// withoutSurname takes the bare surname from the names of the topic.
func (t *topic) withoutSurname(surname string) {
	var forms [][]string
	first := map[string]bool{}
	for _, form := range t.forms {
		if len(form) == 1 && form[0] == surname {
			continue
		}
		forms = append(forms, form)
		first[form[0]] = true
	}
	t.forms, t.first = forms, first
}

// ofNamesake reports whether the subject, n tokens from i on, is the bare surname in a paragraph that names another with it before, or in the sentence itself.
func (r *reading) ofNamesake(s sentence, i, n int) bool {
	if n != 1 || len(r.others) == 0 || text.Norm(s.tokens[i].raw) != r.surname {
		return false
	}
	paragraph := infoseek.Span{Start: strings.LastIndexByte(r.text[:s.span.Start], '\n') + 1, End: s.span.End}
	for _, at := range r.others {
		if paragraph.Start <= at && at < paragraph.End {
			return true
		}
	}
	return false
}
