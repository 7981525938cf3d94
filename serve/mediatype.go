package serve

import (
	"mime"
	"net/http"
	"strings"
)

// checkMedia turns down bodies that say they are no JSON. What curl and careless clients send unasked, and nothing at all, is taken for JSON.
func checkMedia(h http.Header) error {
	if e := h.Get("Content-Encoding"); e != "" && e != "identity" {
		return &problem{http.StatusUnsupportedMediaType, "Content-Encoding " + e + ": send the body as it is"}
	}
	kind := h.Get("Content-Type")
	switch kind {
	case "", "application/json":
		return nil
	}
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return &problem{http.StatusUnsupportedMediaType, "the Content-Type can't be read: send application/json"}
	}
	if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") && !strings.EqualFold(c, "us-ascii") {
		return &problem{http.StatusUnsupportedMediaType, "charset " + c + ": send UTF-8"}
	}
	switch {
	case media == "application/json", media == "text/json", media == "text/plain", media == "application/x-www-form-urlencoded", strings.HasSuffix(media, "+json"):
		return nil
	}
	return &problem{http.StatusUnsupportedMediaType, "a body of " + media + ": send application/json"}
}
