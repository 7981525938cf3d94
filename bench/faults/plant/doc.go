// Package plant breaks sound questions on purpose, in ways that a careless or a sly maker of questions would: so that checks can be measured by what they find. It knows pages and records alone. It must not know how questions
// are certified or judged: what it breaks is broken by its own reckoning.
package plant
