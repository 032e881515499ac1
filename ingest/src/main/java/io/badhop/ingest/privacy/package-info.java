/** What is taken out of texts and addresses before anything is published. Pure. */
package io.badhop.ingest.privacy;
