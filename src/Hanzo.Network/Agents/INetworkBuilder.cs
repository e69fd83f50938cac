using System.Collections.Immutable;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Composite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Agents;

/// <summary>Collects what a host's network consists of; agents and tools are singletons of the service collection.</summary>
public interface INetworkBuilder
{
    IServiceCollection Services { get; }
}

public static class NetworkBuilderExtensions
{
    public static INetworkBuilder AddAgent(this INetworkBuilder builder, Agent agent)
    {
        builder.Services.AddSingleton(agent);
        return builder;
    }

    /// <exception cref="FormatException">The name is not of the form <see cref="AgentName.AllowedForm"/>.</exception>
    public static INetworkBuilder AddAgent(this INetworkBuilder builder, string name, string instructions, params string[] tools) =>
        builder.AddAgent(new Agent
        {
            Name = AgentName.Parse(name),
            Instructions = instructions,
            Tools = [.. tools.Select(tool => new ToolReference(tool))],
        });

    /// <param name="options">Null: <see cref="ToolEffect.AskBeforeRetry"/> and the default bounds.</param>
    public static INetworkBuilder AddTool(this INetworkBuilder builder, AIFunction function, ToolOptions? options = null)
    {
        builder.Services.AddSingleton(new Tool(function, options ?? new ToolOptions()));
        return builder;
    }

    /// <summary>Tools of the node one after the other, as one: each step gets the output of the one before.</summary>
    /// <param name="steps">Names of tools, or <see cref="CompositeStep"/>s; 2 to 16. That they are there is checked at start.</param>
    public static INetworkBuilder AddCompositeTool(
        this INetworkBuilder builder, string name, string description, params ImmutableArray<CompositeStep> steps)
    {
        builder.Services.AddSingleton(new CompositeTool(name, description, steps));
        return builder;
    }

    /// <summary>For agents that name it; every node that runs them must have it.</summary>
    public static INetworkBuilder AddGuardrail(this INetworkBuilder builder, IGuardrail guardrail)
    {
        builder.Services.AddSingleton(guardrail);
        return builder;
    }

    /// <summary>Where agents that remember do; else it is this process's memory.</summary>
    public static INetworkBuilder UseMemoryStore(this INetworkBuilder builder, Func<IServiceProvider, IMemoryStore> store)
    {
        builder.Services.AddSingleton(store);
        return builder;
    }

    /// <summary>The model of every agent that names none.</summary>
    public static INetworkBuilder UseChatClient(this INetworkBuilder builder, IChatClient client)
    {
        builder.Services.AddSingleton(client);
        return builder;
    }
}
