/** Heroku's router and what the platform says of an application's dynos. */
package io.badhop.ingest.parse.heroku;
