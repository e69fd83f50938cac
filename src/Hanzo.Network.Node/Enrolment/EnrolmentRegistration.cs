using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>A node of a secured network keeps its certificate, and lets others in where the authority is.</summary>
internal static class EnrolmentRegistration
{
    public static void Add(IServiceCollection services, NodeSettings settings, NodeTrust trust)
    {
        var time = TimeProvider.System;
        if (trust.Security is GivenSecurity given)
        {
            services.AddSingleton(provider => new GivenKeeper(given, time, provider.GetRequiredService<ILogger<GivenKeeper>>()));
            services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<GivenKeeper>());
            services.AddHostedService(provider => provider.GetRequiredService<GivenKeeper>());
        }

        if (trust is not { Folder: { } folder, Security: NodeSecurity security }) return;
        services.AddSingleton(folder);
        services.AddSingleton(security);
        services.AddSingleton(settings);
        services.AddSingleton<EnrolmentCounters>();
        services.AddSingleton<RevokedEnd>();
        services.AddSingleton<IOwnCertificate>(provider =>
            new OwnCertificate(folder, security, StatusOf(provider), time));
        services.AddSingleton(provider => new CertificateKeeper(
            provider.GetRequiredService<IOwnCertificate>(), provider.GetRequiredService<RevokedEnd>(), time,
            provider.GetRequiredService<ILogger<CertificateKeeper>>()));
        services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<CertificateKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<CertificateKeeper>());
        if (!folder.HoldsAuthority) return;

        services.AddSingleton(provider => new EnrolmentDesk(
            folder, security, StatusOf(provider), provider.GetRequiredService<EnrolmentCounters>(), time,
            provider.GetRequiredService<ILogger<EnrolmentDesk>>()));
        services.AddSingleton(new EnrolmentOptions(settings.Bind, settings.JoinPort, settings.Advertise, settings.Interface));
        services.AddSingleton<EnrolmentListener>();
        services.AddHostedService(provider => provider.GetRequiredService<EnrolmentListener>());
    }

    /// <summary>Of the network itself, which needs what asks for it to be there first.</summary>
    private static Func<CancellationToken, Task<NetworkStatus>> StatusOf(IServiceProvider provider) =>
        cancellation => provider.GetRequiredService<IAgentNetwork>().GetStatusAsync(cancellation);
}
