using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Tests.DistributedData.Data;

internal static class DataNodes
{
    public static readonly UniqueAddress A = Node(1);
    public static readonly UniqueAddress B = Node(2);
    public static readonly UniqueAddress C = Node(3);

    public static UniqueAddress Node(int number) => new(new Address("akka.tcp", "data", "127.0.0.1", 1000 + number), number);
}
