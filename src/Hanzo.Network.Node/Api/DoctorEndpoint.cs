using System.Collections.Immutable;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining.Diagnosis;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Doctoring;
using Hanzo.Network.Node.Enrolment;

namespace Hanzo.Network.Node.Api;

/// <summary>What keeps this node from others, and what to do next.</summary>
internal static class DoctorEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/v1/doctor", GetAsync);

    private static async Task<IResult> GetAsync(HttpContext context, IAgentNetwork network, CancellationToken cancellation)
    {
        var facts = DoctorFacts.Of(await network.GetStatusAsync(cancellation), ThisSystem.Kind, TimeProvider.System.GetUtcNow());
        if (facts.PortError is not null) facts = facts with { PortHolder = PortHolder.OfUdp(facts.BroadcastPort) };
        if (context.RequestServices.GetService<EnrolmentCounters>() is { } counters) facts = facts with { Refusals = counters.Refused };
        facts = facts with { LossyPaths = await LossyAsync(facts, cancellation) };
        return TypedResults.Json(DoctorBody.From(facts), ApiJson.Default.DoctorBody);
    }

    private static async Task<ImmutableArray<LossyPath>> LossyAsync(DoctorFacts facts, CancellationToken cancellation)
    {
        var looks = Doctor.DoubtfulPaths(facts).Select(async address =>
        {
            var lost = await LargePackets.FindLostAsync(address, TimeProvider.System, cancellation);
            return lost is { } bytes ? new LossyPath(address, bytes) : null;
        });
        return [.. (await Task.WhenAll(looks)).OfType<LossyPath>()];
    }
}
