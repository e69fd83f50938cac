using Akka.Actor;
using Hanzo.Network.Benchmarks.Abuse;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>Abuses its parent's remoting port until it is told to rest.</summary>
internal sealed class Nuisance() : Role(RoleName)
{
    public const string RoleName = "nuisance";
    public const string Rest = "rest";
    public const string Rested = "rested";

    public static Child Start(ActorSystem target) => Child.Start(RoleName, Systems.AddressOf(target).ToString());

    public override Task RunAsync(ParentLine parent, string[] arguments)
    {
        var abuser = new Abuser(arguments[0], $"/user/{Echo.Name}");
        parent.Say("abusing");
        return parent.ObeyAsync((command, _) =>
        {
            if (command != Rest) throw new InvalidOperationException($"this role knows no command '{command}'.");
            abuser.Dispose();
            parent.Say($"{Rested} {abuser.Connections}");
            return Task.CompletedTask;
        });
    }
}
