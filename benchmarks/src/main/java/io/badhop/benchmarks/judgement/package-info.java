/** What badhop says of thousands of generated failures, held against what really happened. */
package io.badhop.benchmarks.judgement;
