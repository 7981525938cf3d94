package loopback

import "testing"

func TestIs(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.0.0.1:8000": true, "127.1.2.3:1": true, "localhost": true, "LOCALHOST:80": true, "localhost.:80": true, "a.localhost": true, "[::1]:80": true, "[::1]": true, "::1": true, "[::ffff:127.0.0.1]:80": true,
		"": false, "evil.example": false, "evil.example:8000": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false, "10.0.0.1:80": false, "0.0.0.0": false, "notlocalhost": false, "2130706433": false,
	} {
		if Is(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}
