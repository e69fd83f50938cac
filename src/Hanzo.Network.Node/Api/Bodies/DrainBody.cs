using System.Text.Json.Serialization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Body of <c>POST /v1/drain</c>.</summary>
/// <param name="TimeoutSeconds">Null: the default.</param>
internal sealed record DrainRequestBody([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? TimeoutSeconds);

/// <summary>One event of the answer of <c>POST /v1/drain</c>.</summary>
/// <param name="Phase"><c>draining</c>; then, last, <c>drained</c> or <c>timed_out</c>.</param>
/// <param name="SlotsKept">Slots that stay: the nodes they would go to do not have their history.</param>
internal sealed record DrainBody(string Phase, int ActiveRuns, int QueuedRuns, int SlotsToMove, int SlotsKept)
{
    public static DrainBody From(DrainStep step) =>
        new(ApiNames.Of(step.Phase), step.ActiveRuns, step.QueuedRuns, step.SlotsToMove, step.SlotsKept);
}
