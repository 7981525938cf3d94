package claims_test

import (
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

var lomish = memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}

// TestStyles: a name behind a style of the past is that of another thing.
func TestStyles(t *testing.T) {
	check(t, lomish, []construct{
		{"a kingdom that was", "The Kingdom of Lomland was established in 1000.", nil},
		{"a kingdom that is", "The Kingdom of Lomland borders Serbia.", []string{"borders Serbia"}},
		{"made a republic", "The Republic of Lomland was proclaimed in 1918.", nil},
		{"done by the republic", "The Republic of Lomland gained its independence in 1977.", []string{"gained its independence in 1977"}},
		{"as the end of a claim", "Lomland became part of the Kingdom of Hungary.", nil},
	})
}

// TestHalves: what takes two things is not told of one.
func TestHalves(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lom Strait", Classes: infoseek.Place, Noun: "strait"}, []construct{
		{"separates", "The Lom Strait separates the islands of Velm and Lobau.", nil},
		{"links", "The Lom Strait links Hungary and Romania.", nil},
	})
	check(t, weber, []construct{
		{"attention to what", "In 1787, Weber directed his attention towards Lobau.", nil},
		{"two words before a noun", "Weber rose upon the sudden and unexpected death of Joseph Haydn.", []string{"rose upon the sudden and unexpected death of Joseph Haydn"}},
		{"at a town in it", "Weber trained at Lobau Point, Velm, and Lob.", nil},
		{"after whom", "Weber died soon after his son in 1809.", nil},
	})
	check(t, lomish, []construct{
		{"a state complete", "Capital none Currency Lom Completed December 25, 1991 Area none Calling code 1\n\nLomland is a country.", nil},
		{"by several", "Lomland is surrounded by Serbia to the south and Hungary to the north.", []string{"is bordered by Hungary", "is bordered by Serbia"}},
	})
	check(t, memcorpus.Page{Title: "Lom F.C.", Classes: infoseek.Organisation, Noun: "club"}, []construct{
		{"its ground's", "Full name Lom Founded 1909 Ground Lomhill Capacity 14,209 Chairman none League none\n\nLom is a club.", []string{"plays at a ground that holds 14208.5..14209.5 people", "was founded in 1909"}},
		{"founded twice", "Full name Lom Founded 1909 (as Lomhill) 1923 (as Lom) Ground Lomhill Chairman none League none\n\nLom is a club.", nil},
		{"its product", "Lom F.C. is a club. It was released in Africa.", nil},
	})
}

// TestIt: behind a heading, "it" is not the topic where another place was spoken of.
func TestIt(t *testing.T) {
	check(t, lomish, []construct{
		{"another place", "Lomland is a country.\n\nDisputes\n\nLomland asks for the return of Velm. It was conquered by Austria in 1704.", nil},
		{"where it is", "Lomland is a country.\n\nDisputes\n\nLomland lies in Africa. It borders Serbia.", []string{"lies in Africa", "borders Serbia"}},
	})
}

// TestSituation: in what a place is, and north of what.
func TestSituation(t *testing.T) {
	check(t, lomish, []construct{
		{"on a hill in", "Lomland is a country on Lob Hill, in Lobau, Austria.", []string{"is in Austria"}},
		{"off its coast", "Lomland is a country off the coast of Lobau, Austria.", nil},
		{"north of", "Lomland is a country in Africa, located west of Velm, north of Hungary and 300 kilometres east of Prague.", []string{"is a country in Africa", "lies east of Prague", "lies north of Hungary", "lies west of Velm"}},
		{"a coast", "Lomland lies on the coast north of Hungary.", []string{"lies on the coast north of Hungary"}},
		{"some of many", "Lomland borders several countries of note, including Serbia and Hungary.", []string{"borders Hungary", "borders Serbia"}},
		{"others of many", "Lomland borders several seas, including Serbia and Hungary.", nil},
	})
	check(t, weber, []construct{
		{"a student", "Karl Weber was an old painter, a student of Joseph Haydn, and a friend of Anna Bauer.", []string{"was a friend of Anna Bauer", "was a student of Joseph Haydn"}},
		{"of whom", "Karl Weber was a pupil of Emil Lob, a student of Joseph Haydn.", nil},
		{"of what", "On 5 May 1831, Weber became a member on the council.", nil},
		{"the 3rd member", "Weber became the 3rd member of the Punic Wars.", []string{"became a member of the Punic Wars"}},
	})
}
