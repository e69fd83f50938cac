using Akka.Actor;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// Answers <c>contact.probe.1</c> at <c>/user/contact</c>, before this node is in any cluster as well as afterwards, and passes on
/// what the asker said of itself.
/// </summary>
internal sealed class ContactActor : ReceiveActor
{
    public const string Name = "contact";

    private readonly NodeIdentity _self;
    private readonly JoiningSetup _setup;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private IActorRef _joining = ActorRefs.Nobody;
    private JoiningProtocol.SelfReport _progress = new(JoinPhase.Looking, null, []);

    public ContactActor(JoiningSetup setup, NodeIdentity self)
    {
        (_setup, _self) = (setup, self);
        Receive<JoiningProtocol.SelfReport>(progress => (_progress, _joining) = (progress, Sender));
        Receive<ContactProbe>(OnProbe);
    }

    public static Props Props(JoiningSetup setup, NodeIdentity self) => Akka.Actor.Props.Create(() => new ContactActor(setup, self));

    private void OnProbe(ContactProbe probe)
    {
        var members = _cluster.State.Members;
        var own = members.FirstOrDefault(member => member.Address.Equals(_cluster.SelfAddress));
        var report = ContactReports.Compose(_setup, _self, _progress, own?.Status, members);
        Sender.Tell(new ContactAnswer(probe.Number, report));
        _joining.Tell(new JoiningProtocol.ProbedBy(probe.From));
    }
}
