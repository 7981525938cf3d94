package report

import (
	"strconv"
	"strings"

	"infoseek"
)

// vertexLabel is how a vertex is written in a drawing.
func vertexLabel(v infoseek.Vertex) string {
	switch {
	case v.Attribute != nil:
		return attributeLabel(*v.Attribute)
	case v.Entity != nil:
		return *v.Entity
	}
	return "vertex " + strconv.Itoa(v.ID)
}

func attributeLabel(a infoseek.Attribute) string {
	switch a.Kind {
	case infoseek.AttrYear:
		return interval(a.Low, a.High, yearText)
	case infoseek.AttrNumber:
		return strings.TrimSpace(interval(a.Low, a.High, numberText) + " " + a.Unit)
	case infoseek.AttrType:
		return "is a " + a.Value
	case infoseek.AttrCategory:
		return "in: " + a.Value
	case infoseek.AttrPhrase:
		return "“" + a.Value + "”"
	}
	return strings.TrimSpace(string(a.Kind) + " " + a.Value)
}

func interval(low, high *float64, write func(float64) string) string {
	switch {
	case low == nil && high == nil:
		return "any"
	case low == nil:
		return "up to " + write(*high)
	case high == nil:
		return "from " + write(*low)
	case *low == *high:
		return write(*low)
	}
	return write(*low) + "–" + write(*high)
}

func yearText(y float64) string {
	if y < 0 {
		return numberText(-y) + " BC"
	}
	return numberText(y)
}

func numberText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
