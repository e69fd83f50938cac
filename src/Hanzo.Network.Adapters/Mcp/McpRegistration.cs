using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Mcp;

public static class McpRegistration
{
    /// <summary>
    /// The tools of these servers, named <c>server__tool</c>. A server that is away stops nothing: its tools fail and say so, and it is
    /// tried again.
    /// </summary>
    public static INetworkBuilder UseMcpServers(this INetworkBuilder builder, params ImmutableArray<McpServerSpec> servers)
    {
        builder.Services.AddSingleton(provider => new McpServers(
            servers, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<McpServers>>()));
        builder.Services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<McpServers>());
        builder.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<McpServers>());
        return builder;
    }
}
