// Of a page that has moved: leads on at once, with the anchor that was asked for. Without script, the page itself does, without it.
"use strict";
location.replace(document.documentElement.dataset.moved + location.hash);
