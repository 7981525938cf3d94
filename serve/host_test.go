package serve

import (
	"fmt"
	"net/http"
	"testing"
)

// TestForeignHost: what comes over the loopback address under a name from elsewhere is refused on every route but those for health, unless it brings the token.
func TestForeignHost(t *testing.T) {
	for _, c := range []struct {
		path, host, token string
		status            int
	}{
		{"/openapi.json", "", "", 200}, {"/openapi.json", "localhost:1", "", 200}, {"/openapi.json", "evil.example", "", 403}, {"/openapi.json", "evil.example", "abc", 200},
		{"/v1/runs/run/questions", "evil.example", "", 403}, {"/metrics", "evil.example", "", 403}, {"/sse", "evil.example", "", 403}, {"/healthz", "evil.example", "", 200},
	} {
		t.Run(fmt.Sprint(c.path, c.host, c.token), func(t *testing.T) {
			address, _ := start(t, tools(t), Options{Token: c.token, Runs: smallRun})
			r, err := http.NewRequest("GET", "http://"+address+c.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = c.host
			r.Header.Set("Authorization", "Bearer "+c.token)
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != c.status {
				t.Error(answer.Status)
			}
			http.DefaultClient.CloseIdleConnections()
		})
	}
}
