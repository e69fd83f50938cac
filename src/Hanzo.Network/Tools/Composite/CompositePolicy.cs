using System.Collections.Immutable;
using System.Text.Json;

namespace Hanzo.Network.Tools.Composite;

/// <summary>How calls of a composite tool are treated: as strictly as the strictest of its parts asks for.</summary>
internal static class CompositePolicy
{
    public static ToolOptions Of(CompositeFunction function, ImmutableArray<Tool> parts)
    {
        // Of which steps a call that was cut off had made, nobody knows: only what may all be repeated is.
        var mayRepeat = parts.All(part => part.Options.Effect == ToolEffect.Idempotent);
        var first = parts[0].Options;
        var approval = ApprovalOf(parts);
        var soonest = parts.Select(part => part.Options.Unanswered).OfType<Unanswered>().MinBy(unanswered => unanswered.After);
        return new ToolOptions
        {
            Effect = mayRepeat ? ToolEffect.Idempotent : ToolEffect.AskBeforeRetry,
            Approval = approval,
            NeedsApproval = approval == ToolApproval.When && first.NeedsApproval is { } rule
                ? arguments => rule(ToolArguments.Parse(function.FirstArguments(arguments).ToJsonString(), Anything).Values)
                : null,
            Unanswered = soonest is null ? null : new Unanswered(soonest.After),
            Timeout = parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Options.Timeout),
            MaxOutputBytes = parts[^1].Options.MaxOutputBytes,
        };
    }

    private static readonly JsonElement Anything = JsonSerializer.SerializeToElement(true);

    /// <summary>A rule on the arguments can be asked of the first step alone: the others' are known when it is too late.</summary>
    private static ToolApproval ApprovalOf(ImmutableArray<Tool> parts)
    {
        var strictest = parts.Skip(1).Any(part => part.Options.Approval != ToolApproval.Never) ? ToolApproval.Always : ToolApproval.Never;
        return strictest == ToolApproval.Always ? strictest : parts[0].Options.Approval;
    }
}
