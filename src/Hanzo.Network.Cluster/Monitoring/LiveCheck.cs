using Hanzo.Network.Cluster.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hanzo.Network.Cluster.Monitoring;

/// <summary>The process looks after its actor system.</summary>
internal sealed class LiveCheck(ClusterHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.IsAlive
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the actor system is not looked after any more."));
}
