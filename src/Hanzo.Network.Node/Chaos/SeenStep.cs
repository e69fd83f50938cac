using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Chaos;

/// <summary>A step of a run as a watcher saw it.</summary>
/// <param name="Sequence">Its number in the journal of its session; null: it is not kept there.</param>
/// <param name="Type">One of <see cref="RunEventTypes"/>.</param>
/// <param name="Step">The effect that it belongs to, counted within the run; null: none.</param>
/// <param name="Data">JSON.</param>
/// <param name="At">By the clock of the watcher.</param>
internal sealed record SeenStep(long? Sequence, string Type, int? Step, string Data, TimeSpan At)
{
    public bool IsTerminal => RunEventTypes.IsTerminal(Type);

    /// <summary>Of a piece of a reply; else empty.</summary>
    public string Text =>
        Type == RunEventTypes.ModelDelta ? JsonNode.Parse(Data)?["text"]?.GetValue<string>() ?? "" : "";

    public static SeenStep From(RunEventBody body, TimeSpan at) =>
        new(body.Sequence, body.Type, body.Data["step"]?.GetValue<int>(), body.Data.ToJsonString(), at);
}
