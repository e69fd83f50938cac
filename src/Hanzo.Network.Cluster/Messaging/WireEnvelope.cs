namespace Hanzo.Network.Cluster.Messaging;

/// <summary>What accompanies every command: who asks, why, until when, and the trace it belongs to.</summary>
/// <param name="Causation">Id of the message that led to this one; null for the first.</param>
/// <param name="Tenant">Empty: the default tenant.</param>
/// <param name="TraceParent">W3C trace context; null outside a trace.</param>
internal sealed record WireEnvelope(
    string Id,
    string? Causation = null,
    string Tenant = "",
    string Principal = "",
    DateTimeOffset? Deadline = null,
    string? TraceParent = null);
