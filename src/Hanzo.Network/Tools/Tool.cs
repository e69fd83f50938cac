using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools;

/// <summary>A function that agents may call, and how the network treats its calls.</summary>
public sealed record Tool(AIFunction Function, ToolOptions Options)
{
    public string Name => Function.Name;
    public string Description => Function.Description;
}
