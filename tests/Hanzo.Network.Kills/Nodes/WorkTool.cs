using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>A tool whose effect is of one moment, with time before and after it to be killed in.</summary>
internal sealed class WorkTool(string name, EffectFolder effects) : AIFunction
{
    private static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(60);

    public override string Name => name;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var key = (string)arguments.Context![CallEffect.KeyName]!;
        await Task.Delay(Takes, cancellationToken);
        effects.Add(new EffectCall(key, name));
        await Task.Delay(Takes, cancellationToken);
        return $"{name} done";
    }
}
