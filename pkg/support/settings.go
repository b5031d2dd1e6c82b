package support

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// What is told of a data source's settings? Those that change how Yardstick works. A key that is not known is not told
// at all: it may be somebody's secret.

// told are the keys whose values are told.
var told = map[string]bool{
	"type": true, "access": true, "url": true, "basicAuth": true, "withCredentials": true, "isDefault": true, "readOnly": true, "jsonData": true,
	"systems": true, "lagSeconds": true, "learnDays": true, "holidays": true, "httpMethod": true, "publish": true, "breakerPreset": true,
	"selectors": true, "mapping": true, "operations": true, "timeout": true, "tlsAuth": true, "tlsAuthWithCACert": true, "tlsSkipVerify": true,
	"oauthPassThru": true, "prometheusUid": true, "customQueryParameters": true, "secureJsonFields": true,
}

// counted are keys of which only the number of entries is told: each entry is a person's own words, and of a parameter it may be
// a token.
var counted = []string{"selectors", "mapping", "operations", "holidays", "customQueryParameters"}

// plainWords are values of settings that are no person's.
var plainWords = []string{
	"POST", "GET", "proxy", "direct", "omninode", "resilience4j", "opossum", "envoy", "yardstick-baselines-datasource", "prometheus",
}

// secureFields are the secrets of which it is told that they are set.
var secureFields = []string{"basicAuthPassword", "tlsCACert", "tlsClientCert", "tlsClientKey", "httpHeaderValue1", "httpHeaderValue2"}

// Settings reads a data source as Grafana's API or a provisioning file converted to JSON gives it.
func (h Hiding) Settings(file []byte) (map[string]any, error) {
	var given map[string]any
	if err := json.Unmarshal(file, &given); err != nil {
		return nil, fmt.Errorf("reading the data source: it is not a JSON object") // without the place, which may quote it
	}
	return h.settings(given), nil
}

func (h Hiding) settings(given map[string]any) map[string]any {
	out, silent := map[string]any{}, 0
	for key, value := range given {
		switch {
		case !told[key]:
			silent++
		case slices.Contains(counted, key):
			out[key] = entries(value)
		case key == "secureJsonFields":
			out[key] = setFields(value)
		case key == "url":
			text, _ := value.(string)
			out[key] = h.address(text)
		default:
			out[key] = h.setting(value)
		}
	}
	if silent > 0 {
		out["notTold"] = silent
	}
	return out
}

func (h Hiding) setting(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return h.settings(v)
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = h.setting(one)
		}
		return all
	case string:
		if slices.Contains(plainWords, v) {
			return v
		}
		return h.name(v)
	}
	return value // a number, a switch, nothing
}

func entries(value any) int {
	switch v := value.(type) {
	case map[string]any:
		return len(v)
	case []any:
		return len(v)
	case string:
		parameters, _ := url.ParseQuery(v) // as many as can be read
		return len(parameters)
	}
	return 0
}

func setFields(value any) []string {
	fields, _ := value.(map[string]any)
	var set []string
	for name, is := range fields {
		if is == true && slices.Contains(secureFields, name) {
			set = append(set, name)
		}
	}
	slices.Sort(set)
	return set
}

// address tells of a URL how it is built; its host only by name, and never its credentials.
func (h Hiding) address(text string) any {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return "not a URL"
	}
	return map[string]any{
		"tls": u.Scheme == "https", "host": h.name(u.Hostname()), "port": u.Port(), "path": strings.Trim(u.Path, "/") != "", "credentials": u.User != nil,
	}
}
