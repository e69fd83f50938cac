using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Monitoring;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hanzo.Network.Node.Hosting;

/// <param name="IsFinal">Waiting will not change it: the network refused this node.</param>
internal sealed record NotReady(string Reason, bool IsFinal);

/// <summary>Whether the node is part of its network yet, by the health checks that the network registers.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <returns>What is wrong; null: nothing.</returns>
    public static async Task<NotReady?> AskAsync(HealthCheckService? checks, string tag, CancellationToken cancellation)
    {
        if (checks is null) return null;
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(tag), cancellation);
        return report.Entries
            .Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => new NotReady(
                entry.Value.Description ?? $"the check '{entry.Key}' fails.", entry.Value.Data.ContainsKey(NetworkHealth.Refused)))
            .FirstOrDefault();
    }

    /// <exception cref="AgentNetworkException">The network refused the node.</exception>
    public static async Task WaitAsync(HealthCheckService? checks, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period);
        while (await AskAsync(checks, NetworkHealth.Ready, cancellation) is { } notReady)
        {
            if (notReady.IsFinal) throw new AgentNetworkException(NetworkError.Unavailable, notReady.Reason);
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
