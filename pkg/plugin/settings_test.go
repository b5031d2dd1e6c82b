package plugin

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func TestSettingsThatCannotWorkAreNamedWithWhatToChange(t *testing.T) {
	for _, c := range []struct{ name, url, jsonData, want string }{
		{"no URL", "", `{}`, "there is no Prometheus URL: enter one such as http://localhost:9090"},
		{"no scheme", "localhost:9090", `{}`, `the Prometheus URL "localhost:9090" is malformed`},
		{"no host", "http://", `{}`, `the Prometheus URL "http://" is malformed: it reads http://host:port`},
		{"broken port", "http://prom:90x0", `{}`, `the Prometheus URL "http://prom:90x0" is malformed`},
		{"other protocol", "ftp://prom", `{}`, "ftp:// is not a protocol of Prometheus"},
		{"credentials in the URL", "http://ada:secret@prom", `{}`, "carries credentials that everybody can read: enter them under Authentication"},
		{"parameters", "http://prom", `{"customQueryParameters":"token=%secret"}`, "the custom query parameters cannot be read: write them as in an address, such as namespace=shop&dedup=false"},
		{"parameters in the URL", "http://prom/path?token=secret", `{}`, "carries parameters, which would not be sent: enter them as custom query parameters"},
		{"lag", "http://prom", `{"lagSeconds":9999}`, "the lag of 9999 s is outside of 0 to 900 s"},
		{"holidays", "http://prom", `{"holidays":["Christmas"]}`, `the holiday "Christmas" is not a day: write 2026-12-25`},
		{"days", "http://prom", `{"learnDays":-1}`, "learning over -1 days is outside of 1 to 365"},
		{"method", "http://prom", `{"httpMethod":"PUT"}`, `the HTTP method "PUT" is neither POST nor GET`},
		{"preset", "http://prom", `{"breakerPreset":"hystrix"}`, `the preset of circuit breakers "hystrix" is unknown: choose one of omninode, resilience4j, opossum`},
		{"type", "http://prom", `{"systems":"kgas"}`, "reading the data source's settings: the field systems cannot be a string"},
		{"type of what an environment variable stands for", "http://prom", `{"learnDays":"14"}`, "reading the data source's settings: the field learnDays cannot be a string"},
		{"no object", "http://prom", `[]`, "reading the data source's settings: it is of the type array, and has to be an object with fields"},
		{"unknown system", "http://prom", `{"systems":["kgsa"]}`, `the settings choose the system "kgsa", which is unknown: known are kgas, omninode`},
		{"selector of an unknown system", "http://prom", `{"selectors":{"x":{"selector":"job=\"a\""}}}`, `a selector for the system "x", which is unknown`},
		{"selector", "http://prom", `{"selectors":{"kgas":{"selector":"job="}}}`, "the selector of kgas is not PromQL"},
		{"own operations without a metric", "http://prom", `{"operations":[{"system":"shop","operations":[{"kind":"histogram"}]}]}`,
			`the data source's own operations: operation 1 of system shop: metric "" is not a metric name`},
	} {
		t.Run(c.name, func(t *testing.T) {
			settings, err := readSettings(backend.DataSourceInstanceSettings{URL: c.url, JSONData: json.RawMessage(c.jsonData)})
			if err == nil {
				builtin, _ := documentedSystems()
				_, err = settings.systems(builtin)
			}
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestChosenSystemsAreServedAndOwnOnesAlways(t *testing.T) {
	builtin, err := documentedSystems()
	require.NoError(t, err)
	settings, err := readSettings(backend.DataSourceInstanceSettings{URL: "https://prom/path", JSONData: json.RawMessage(
		`{"systems":["kgas"],"selectors":{"kgas":{"selector":"job=\"k\""}},"operations":[{"system":"shop","operations":[{"metric":"shop_seconds","by":["route"]}]}]}`)})
	require.NoError(t, err)
	chosen, err := settings.systems(builtin)
	require.NoError(t, err)
	require.Equal(t, []string{"kgas", "shop"}, chosen.Names())
	require.Equal(t, `max by (source, target) (kgas_conversion_last_duration_seconds{job="k"})`, chosen.Systems[0].Targets[0].Expr)
	require.Equal(t, catalog.OperationSet{
		ID: "shop_seconds", Title: "shop_seconds", Metric: "shop_seconds", Kind: "histogram", Unit: "s", By: []string{"route"}, Direction: "less",
		Described: `by=["route"] errors="" count=""`,
	}, chosen.Systems[1].Operations[0])
	require.Equal(t, defaultLearnDays, settings.LearnDays)
}

// "Raise the time-out of the data source" is what a person is told: then that has to do something.
func TestPrometheusMayTakeAsLongAsTheSettingsSay(t *testing.T) {
	for jsonData, want := range map[string][2]time.Duration{
		`{}`:                {30 * time.Second, 0},
		`{"timeout": 10}`:   {10 * time.Second, 0},
		`{"timeout": 120}`:  {2 * time.Minute, 2 * time.Minute},
		`{"timeout": null}`: {30 * time.Second, 0}, // of a field that was emptied
		`{"timeout": "60"}`: {30 * time.Second, 0},
		`{"timeout": 0}`:    {30 * time.Second, 0},
	} {
		from := settingsWith("http://localhost:9090", jsonData, nil)
		options, err := from.HTTPClientOptions(t.Context())
		require.NoError(t, err)
		client, live := patience(options)
		require.Equal(t, want, [2]time.Duration{client, live}, jsonData)
	}
}
