package io.alltools.web.responses;

import io.alltools.web.RunOrder;
import io.alltools.web.store.ResponseRecord;

/**
 * A response that a client wants.
 *
 * @param order what is to be done for it
 * @param stream whether it is told as it comes
 */
record ResponseRequest(RunOrder order, ResponseRecord record, boolean stream) {}
