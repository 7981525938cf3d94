package serve

import (
	"fmt"
	"net/http"
	"testing"
)

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.0.0.1:8000": true, "127.1.2.3:1": true, "localhost": true, "LOCALHOST:80": true, "localhost.:80": true, "a.localhost": true, "[::1]:80": true, "[::1]": true, "::1": true, "[::ffff:127.0.0.1]:80": true,
		"": false, "evil.example": false, "evil.example:8000": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false, "10.0.0.1:80": false, "0.0.0.0": false, "notlocalhost": false, "2130706433": false,
	} {
		if loopback(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}

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
