// Package article reads the text of a page of the web: its title, and what it says without menus and ornaments. It knows nothing of fetching; what it reads is foreign, and it keeps to limits whatever that is.
package article
