package main

// This file answers what can happen to an operation.

// effect is what is done to an operation at a moment.
type effect struct {
	factor     float64 // of its level
	traffic    float64 // of its requests; 0: silence
	tail       float64 // share of the requests that take tailFactor times as long
	tailFactor float64
	constant   bool // every request takes the same
}

var nothing = effect{factor: 1, traffic: 1}

// fault is one kind of happening, by the ticks since it began.
type fault struct {
	name    string
	minutes int
	busy    bool // only of operations with so many requests that it can be told, and twice of each
	quiet   bool // nothing may be said at warning or worse
	breach  bool // it is one: when it is a warning or worse is told, too
	at      func(since int) effect
}

// asWarning is the name under which it is kept when a fault was a warning or worse.
func (f fault) asWarning() string { return f.name + ": a warning or worse" }

func slower(factor float64) func(int) effect {
	return func(int) effect { return effect{factor: factor, traffic: 1} }
}

var faults = []fault{
	{name: "step x5", minutes: 360, breach: true, at: slower(5)},
	{name: "step x2", minutes: 360, breach: true, at: slower(2)},
	{name: "step x1.5", minutes: 360, at: slower(1.5)},
	{name: "step x1.2", minutes: 360, at: slower(1.2)},
	{name: "ramp to x1.5 over 6 h", minutes: 360, at: func(since int) effect {
		return effect{factor: 1 + 0.5*float64(since+1)/float64(360*ticks), traffic: 1}
	}},
	{name: "p99 only: 1.5 % of the requests x8", minutes: 360, busy: true, at: func(int) effect {
		return effect{factor: 1, traffic: 1, tail: 0.015, tailFactor: 8}
	}},
	{name: "traffic x4 for 3 h, then a fifth", minutes: 360, quiet: true, at: func(since int) effect {
		if since < 180*ticks {
			return effect{factor: 1, traffic: 4}
		}
		return effect{factor: 1, traffic: 0.2}
	}},
	{name: "two gaps of 30 min", minutes: 120, quiet: true, at: func(since int) effect {
		if minute := since / ticks; minute < 30 || minute >= 60 && minute < 90 {
			return effect{factor: 1}
		}
		return nothing
	}},
}

// spike is one minute ten times slower, and half an hour after it.
var spike = fault{name: "one minute x10", minutes: 30, at: func(since int) effect {
	if since < ticks {
		return effect{factor: 10, traffic: 1}
	}
	return nothing
}}
