using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Tools.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Adapters.Tools;

public static class ToolsRegistration
{
    public static readonly ImmutableArray<string> FileToolNames = [FileTools.ReadName, FileTools.FindName];

    public static readonly ImmutableArray<string> HttpToolNames = [HttpGetTool.Name];

    /// <summary>The tools <c>read_file</c> and <c>find_files</c>, for texts below a folder, which must be there.</summary>
    public static INetworkBuilder UseFileTools(this INetworkBuilder builder, string root)
    {
        builder.Services.AddSingleton(_ => new FileTools(root));
        builder.Services.AddSingleton(provider => provider.GetRequiredService<FileTools>().ReadTool());
        builder.Services.AddSingleton(provider => provider.GetRequiredService<FileTools>().FindTool());
        return builder;
    }

    /// <summary>The tool <c>http_get</c>, for texts of these hosts.</summary>
    /// <param name="mayBePrivate">
    /// Addresses of this machine and of private networks may be asked as well, if their hosts are listed. Link-local, multicast and
    /// reserved ones never are.
    /// </param>
    public static INetworkBuilder UseHttpTool(this INetworkBuilder builder, HostList hosts, bool mayBePrivate = false)
    {
        builder.Services.AddSingleton(_ => new HttpGetTool(hosts, mayBePrivate));
        builder.Services.AddSingleton(provider => provider.GetRequiredService<HttpGetTool>().Create());
        return builder;
    }
}
