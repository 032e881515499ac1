/**
 * How servers, CDNs and applications write down what happened, each in its own format. Written from
 * what the formats are documented to be, not from what badhop reads of them.
 */
package io.badhop.benchmarks.judgement.dialect;
