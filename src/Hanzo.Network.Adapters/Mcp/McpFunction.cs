using System.Text.Json;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>A tool of a server, as a function.</summary>
/// <param name="name">As it is called here.</param>
internal sealed class McpFunction(McpLink link, string name, McpToolSpec tool) : AIFunction
{
    /// <summary>Under which a server that cares finds what is the same for every repetition of a call.</summary>
    public const string KeyName = "hanzo.network/idempotency-key";

    public override string Name => name;
    public override string Description => tool.Description;
    public override JsonElement JsonSchema => tool.Schema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var call = new CallToolRequestParams
        {
            Name = tool.Name,
            Arguments = arguments.ToDictionary(argument => argument.Key, argument => ElementOf(argument.Value), StringComparer.Ordinal),
        };
        if (arguments.Context?.TryGetValue(CallEffect.KeyName, out var key) == true) call.Meta = new() { [KeyName] = key as string };
        return await link.CallAsync(name, call, cancellationToken);
    }

    private static JsonElement ElementOf(object? value) =>
        value is JsonElement element ? element : JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions);
}
