using Hanzo.Network.Cluster.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hanzo.Network.Cluster.Monitoring;

/// <summary>The node is a member, its region is registered, and nobody refused it.</summary>
internal sealed class ReadyCheck(NodeProcess process, GenerationGate gate) : IHealthCheck
{
    private static readonly Dictionary<string, object> RefusedData = new() { [NetworkHealth.Refused] = true };

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (process.Notices.Refusal is { } refusal) return Task.FromResult(HealthCheckResult.Unhealthy(refusal, data: RefusedData));
        return Task.FromResult(gate.Current is not null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the node is joining the network."));
    }
}
