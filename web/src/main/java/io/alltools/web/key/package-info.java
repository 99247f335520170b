/** API keys: how they are made, checked, limited and counted. */
@NullMarked
package io.alltools.web.key;

import org.jspecify.annotations.NullMarked;
