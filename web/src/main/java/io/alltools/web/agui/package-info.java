/** The AG-UI protocol (https://docs.ag-ui.com, version 1.0): front ends that speak it have a run as its events. */
@NullMarked
package io.alltools.web.agui;

import org.jspecify.annotations.NullMarked;
